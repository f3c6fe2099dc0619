// A second line to the server, for when the map's own is dead: the map lives in a fragment of Streamlit's script, and
// a server that was started anew does not know the fragment and answers nothing. This line runs the whole script,
// which makes the fragment again.

let latest = null;

/** Streamlit's component that draws nothing and keeps its way to the server at hand. */
export function mount(component) {
  latest = component;
  return () => {
    if (latest === component) latest = null;
  };
}

/** The second line, or null where the page has none. */
export function secondLine() {
  return latest;
}
