// Sets the theme before the first paint. A file of its own, because the page admits no inline script.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('rollcall.theme');
  } catch {
    // Storage may be refused; then the system decides.
  }
  const system = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  document.documentElement.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : system;
})();
