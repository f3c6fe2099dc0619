// Streamlit's calls for one component: it calls `mount` whenever data change, and each call's answer when that call no
// longer counts. While a page changes quickly the calls overtake one another, so that an old one may come last.

const MOST_CALLS = 4;
const places = new WeakMap();

/** `start(component)` resolves to {update(component), remove()}; it is asked once for each place on the page. */
export function mounting(start) {
  return async function mount(component) {
    const { parentElement } = component;
    if (!places.has(parentElement)) places.set(parentElement, { calls: [], shown: start(component) });
    const place = places.get(parentElement);
    const call = { component };
    place.calls = [...place.calls.slice(1 - MOST_CALLS), call];
    const shown = await place.shown;
    shown.update(component);
    return () => setTimeout(() => leave(place, call, shown));
  };
}

function leave(place, call, shown) {
  const { parentElement } = call.component;
  if (!parentElement.isConnected) {
    if (places.get(parentElement) === place) places.delete(parentElement);
    shown.remove();
    return;
  }
  const wasLast = place.calls.at(-1) === call;
  place.calls = place.calls.filter((other) => other !== call);
  if (wasLast && place.calls.length > 0) shown.update(place.calls.at(-1).component);
}
