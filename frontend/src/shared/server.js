// Tells Streamlit's script where its server is (what lies above app/static), so that it need not guess, and settles
// what it would else ask for. Its dialog "Is Streamlit still running?" stays away: the map says itself, in words for
// residents, when there is no connection, and goes on without one. A classic script, run before Streamlit's own.
(() => {
  const base = new URL("../../../../", document.currentScript.src).href.replace(/\/$/, "");
  window.__streamlit = {
    ...window.__streamlit,
    BACKEND_BASE_URL: base,
    HOST_CONFIG: { allowedOrigins: [location.origin], blockErrorDialogs: true },
  };
})();
