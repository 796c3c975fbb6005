// ReDoc would show its maker's logo from another host; these pages ask no host but their own.
const images = HTMLImageElement.prototype;
const { set: setSource, ...source } = Object.getOwnPropertyDescriptor(images, "src");
Object.defineProperty(images, "src", {
  ...source,
  set(address) {
    if (new URL(address, location.href).origin === location.origin) setSource.call(this, address);
    else this.hidden = true;
  },
});
images.setAttribute = function (name, value) {
  if (name === "src") this.src = value;
  else Element.prototype.setAttribute.call(this, name, value);
};

const container = document.getElementById("redoc");
Redoc.init(container.dataset.schema, { hideDownloadButton: true, nativeScrollbars: true }, container);
