// Stands in for the player's loading.mjs: everything is in the file already.

let plotly = null

export function loadPlotly() {
  plotly ??= unpack("plotly").then((bytes) => {
    const script = document.createElement("script")
    script.textContent = new TextDecoder().decode(bytes)
    document.head.append(script)
    return window.Plotly
  })
  return plotly
}

// All styles are in the page's head.
export async function loadStyles() {}

// The bytes that lie in the page's script element `id`: base64, deflated if it says so.
export async function unpack(id) {
  const element = document.getElementById(id)
  const bytes = Uint8Array.from(atob(element.textContent), (letter) => letter.charCodeAt(0))
  if (element.dataset.packed !== "deflate") return bytes
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
