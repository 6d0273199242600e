/** Light or dark: as the system prefers until a person chooses; the choice is kept in this browser. */
export function createThemeSwitch(button) {
  const apply = (theme) => {
    document.documentElement.dataset.theme = theme;
    button.setAttribute('aria-label', `Switch to ${theme === 'dark' ? 'light' : 'dark'} colours`);
  };
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const preferred = () => (prefersDark.matches ? 'dark' : 'light');
  apply(localStorage.getItem('theme') ?? preferred());
  prefersDark.addEventListener('change', () => localStorage.getItem('theme') ?? apply(preferred()));
  button.addEventListener('click', () => {
    const theme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem('theme', theme);
    apply(theme);
  });
}
