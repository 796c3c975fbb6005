const container = document.getElementById("redoc");
Redoc.init(container.dataset.schema, { hideDownloadButton: true, nativeScrollbars: true }, container);
