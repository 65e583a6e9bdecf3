// The theme's colours for the whole page: Streamlit says them only within its components, and our styles reach
// what lies around these.

const NAMES = ["background", "secondary-background", "text", "border", "primary"].map((name) => `--st-${name}-color`)

export function spreadColours(component) {
  const own = getComputedStyle(component)
  for (const name of NAMES) document.documentElement.style.setProperty(name, own.getPropertyValue(name))
}
