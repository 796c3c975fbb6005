const container = document.getElementById("swagger-ui");
SwaggerUIBundle({
  url: container.dataset.schema,
  domNode: container,
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
