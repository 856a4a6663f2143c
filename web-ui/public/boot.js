// Sets the colour scheme before the first paint. A file of its own because the page allows no inline script.
(function () {
  var chosen = 'auto';
  try {
    chosen = localStorage.getItem('gantry-colors') || 'auto';
  } catch (_) {
    // No storage in this browser: the system's choice it is.
  }
  var dark = chosen === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
