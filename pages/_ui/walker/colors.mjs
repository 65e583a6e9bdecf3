// The theme's own colours, of which CSS cannot take one from a list.

const NAMES = ["--gw-slope", "--gw-blue", "--gw-bet", "--gw-good"]

export function themeColors(root) {
  const list = getComputedStyle(root).getPropertyValue("--st-chart-categorical-colors").split(/,(?![^(]*\))/)
  NAMES.forEach((name, i) => list[i]?.trim() && root.style.setProperty(name, list[i].trim()))
}
