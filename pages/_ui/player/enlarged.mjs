// Presentation mode on Plotly's figures: type for the back row, thick lines, large dots.

export const presenting = () => document.documentElement.dataset.gdPresent !== undefined

// Before the styles are there.
const DEFAULT = 1.5
export const MOST_TICKS = 4
const MOST_BAR_LABELS = [5, 3]

// The least type: presentation mode sets the rem by the screen, 16 pixels at 1280 x 720.
export function typeSize() {
  const style = getComputedStyle(document.documentElement)
  return parseFloat(style.getPropertyValue("--gd-type") || DEFAULT) * parseFloat(style.fontSize)
}

// The size of the type in presentation mode, or null without it.
export const bigType = () => (presenting() ? typeSize() : null)

// How much heavier lines and dots are drawn in type of a size; the canvas reads it from the layout's meta.
const weightAt = (size) => size / 12

// A drawing's text has a size on the screen in presentation mode: its styles know `--gd-scale`, how
// much larger than its own units it is drawn, and `changed(scale)` hears of it.
export function onScale(frame, changed = () => {}) {
  new ResizeObserver(() => {
    const scale = frame.getScreenCTM()?.a
    if (!scale) return
    frame.style.setProperty("--gd-scale", scale.toFixed(4))
    changed(scale)
  }).observe(frame)
}

// `figure` as themed() gives it, for the back row; in a `small` picture with fewer and shorter words.
export function enlarged({ data, layout }, small) {
  const font = { ...layout.font, size: typeSize() }
  return {
    data: data.map((trace) => heavier(trace, font, small)),
    layout: {
      ...layout,
      font,
      legend: { ...layout.legend, font, itemwidth: 50 },
      // Half of the last label hangs over the end of its axis.
      margin: { ...layout.margin, l: 10, r: 1.3 * font.size, b: 10, t: layout.showlegend ? 2 * font.size : 16 },
      hoverlabel: { ...layout.hoverlabel, font: { ...layout.hoverlabel.font, size: font.size } },
      meta: { ...layout.meta, weight: weightAt(font.size) },
      xaxis: axis(layout.xaxis, font, small),
      yaxis: axis(layout.yaxis, font, small),
    },
  }
}

// Few enough labels to stand beside each other.
function axis(own, font, small) {
  const { tickvals, title } = own
  const ticks = tickvals ? {} : { nticks: MOST_TICKS + (small ? 0 : 1) }
  return { ...own, ...ticks, automargin: true, ticklen: 7, tickwidth: 2, title: { ...title, font, standoff: font.size / 2 } }
}

function heavier(trace, font, small) {
  const { line, marker, textfont, colorbar } = trace
  const weight = weightAt(font.size)
  return {
    ...trace,
    ...(line && { line: { ...line, width: weight * line.width } }),
    ...(trace.opacity && trace.meta.role === "path" && { opacity: 0.85 }),
    ...(marker && { marker: larger(marker, 0.8 * weight) }),
    ...(textfont && { textfont: { ...textfont, size: font.size } }),
    ...(colorbar && { colorbar: bar(colorbar, font, MOST_BAR_LABELS[Number(small)]) }),
  }
}

function larger({ line, ...marker }, times) {
  return { ...marker, size: times * marker.size, ...(line && { line: { ...line, width: times * line.width } }) }
}

function bar(colorbar, font, most) {
  const { tickvals, ticktext } = colorbar
  const every = Math.ceil(tickvals.length / most)
  const some = (list) => list.filter((_, i) => i % every === 0)
  const title = { ...colorbar.title, font }
  return { ...colorbar, thickness: font.size, tickvals: some(tickvals), ticktext: some(ticktext), tickfont: font, title }
}
