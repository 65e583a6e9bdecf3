// Fetches Plotly and styles once a page, from beside this file.

let plotly = null

export function loadPlotly() {
  plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = new URL("plotly.min.js", import.meta.url)
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => reject(new Error("plotly.min.js could not be loaded"))
    document.head.append(script)
  })
  return plotly
}

const styles = new Map()

export function loadStyles(name) {
  if (!styles.has(name)) styles.set(name, load(name))
  return styles.get(name)
}

function load(name) {
  return new Promise((resolve) => {
    const link = document.createElement("link")
    link.rel = "stylesheet"
    link.href = new URL(name, import.meta.url)
    link.onload = link.onerror = resolve
    document.head.append(link)
  })
}
