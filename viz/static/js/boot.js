// Runs before the first paint: marks that scripts run, and applies a chosen theme, so that nothing flashes.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch { /* storage may be closed; the system's theme stays */ }
})();
