// Copies text, also where a page is served without https and the newer way is closed.

/** Whether the text is now on the clipboard; `root` lends a place for a moment. */
export async function toClipboard(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return byHand(text, root);
  }
}

function byHand(text, root) {
  const before = root.getRootNode().activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  field.setAttribute("aria-hidden", "true");
  root.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
    before?.focus({ preventScroll: true });
  }
}
