// Fetches Plotly and the player's styles once a page, from beside this file.

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

let styles = null

export function loadStyles() {
  styles ??= new Promise((resolve) => {
    const link = document.createElement("link")
    link.rel = "stylesheet"
    link.href = new URL("player.css", import.meta.url)
    link.onload = link.onerror = resolve
    document.head.append(link)
  })
  return styles
}
