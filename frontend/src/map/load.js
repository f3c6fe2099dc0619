// Brings what the component needs before it can draw: libraries, style sheets, words, the list of layers.

const loading = new Map();

/** A classic script of another's, once a page. */
export function loadScript(url) {
  return once(url, () =>
    waitFor(Object.assign(document.createElement("script"), { src: url, async: true }), (node) => document.head.append(node)),
  );
}

/** A style sheet inside `root`; a shadow root needs its own. */
export function loadStyle(root, url) {
  return waitFor(Object.assign(document.createElement("link"), { rel: "stylesheet", href: url }), (node) => root.append(node));
}

/** JSON of our own host; throws on anything but success. */
export async function fetchJson(url, options = {}) {
  const response = await fetch(url, { credentials: "same-origin", ...options });
  if (!response.ok) throw new Error(`${response.status} for ${new URL(url, document.baseURI).pathname}`);
  return response.json();
}

function waitFor(node, attach) {
  return new Promise((resolve, reject) => {
    node.addEventListener("load", resolve, { once: true });
    node.addEventListener("error", () => reject(new Error(`${node.src || node.href} did not load`)), { once: true });
    attach(node);
  });
}

function once(key, work) {
  if (!loading.has(key)) {
    const promise = work();
    promise.catch(() => loading.delete(key));
    loading.set(key, promise);
  }
  return loading.get(key);
}
