// Enough of a document to build elements in and look at them, for tests without a browser.

class FakeNode {
  constructor(tag) {
    Object.assign(this, { tag, attributes: {}, children: [], style: {}, listeners: {} });
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  append(...children) {
    this.children.push(...children);
  }

  addEventListener(name, listener) {
    this.listeners[name] = listener;
  }

  /** As if a person did it. */
  dispatch(name, event = {}) {
    this.listeners[name]?.(event);
  }

  /** All text within, in reading order. */
  get text() {
    return this.children.map((child) => (typeof child === "string" ? child : child.text)).join("");
  }

  /** Every element within that has a tag, and a class where one is given. */
  all(tag, className) {
    const inner = this.children.filter((child) => child instanceof FakeNode);
    const mine = inner.filter((child) => child.tag === tag && (!className || child.classes.includes(className)));
    return [...mine, ...inner.flatMap((child) => child.all(tag, className))];
  }

  get classes() {
    return (this.attributes.class ?? "").split(" ");
  }
}

globalThis.document = {
  createElement: (tag) => new FakeNode(tag),
  createElementNS: (_space, tag) => new FakeNode(tag),
};
