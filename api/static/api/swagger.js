const container = document.getElementById("swagger-ui");

// Swagger UI would send the example of every parameter at once, and find nothing. It shows them in
// words instead, and sends only what is typed or required.
const examplesInWords = (document) => {
  for (const item of Object.values(document.paths ?? {})) {
    for (const parameter of item.get?.parameters ?? []) {
      if (!parameter.required && "example" in parameter) {
        parameter.description += ` For example \`${[parameter.example].flat()[0]}\`.`;
        delete parameter.example;
      }
    }
  }
  return document;
};
const ExamplesInWords = {
  statePlugins: {
    spec: {
      wrapActions: { updateJsonSpec: (update) => (document) => update(examplesInWords(document)) },
    },
  },
};

SwaggerUIBundle({
  url: container.dataset.schema,
  domNode: container,
  deepLinking: true,
  displayRequestDuration: true,
  plugins: [() => ExamplesInWords],
  tryItOutEnabled: true,
  validatorUrl: null,
});
