// Presentation mode on Plotly's figures: type for the back row, thick lines, large dots.

export const presenting = () => document.documentElement.dataset.gdPresent !== undefined

// How much heavier lines and dots are drawn; the canvas reads it from the layout's meta.
const WEIGHT = 2
// The least type, in rem: presentation mode sets the rem by the screen, 16 pixels at 1280 x 720.
const TYPE = 1.5
const TICKS = 4
const MOST_BAR_LABELS = [5, 3]

export function typeSize() {
  return TYPE * parseFloat(getComputedStyle(document.documentElement).fontSize)
}

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
      margin: { ...layout.margin, l: 10, r: 12, b: 10, t: layout.showlegend ? 2 * font.size : 16 },
      hoverlabel: { ...layout.hoverlabel, font: { ...layout.hoverlabel.font, size: font.size } },
      meta: { weight: WEIGHT },
      xaxis: axis(layout.xaxis, font, small),
      yaxis: axis(layout.yaxis, font, small),
    },
  }
}

// Few enough labels to stand beside each other.
function axis(own, font, small) {
  const { dtick, tickvals, title } = own
  const ticks = tickvals ? {} : { nticks: TICKS + (small ? 0 : 1), ...(dtick && { dtick: undefined, exponentformat: "e" }) }
  const text = small ? title?.text.replace("principal direction", "direction") : title?.text
  return { ...own, ...ticks, automargin: true, ticklen: 7, tickwidth: 2, title: { ...title, text, font } }
}

function heavier(trace, font, small) {
  const { line, marker, textfont, colorbar } = trace
  return {
    ...trace,
    ...(line && { line: { ...line, width: WEIGHT * line.width } }),
    ...(trace.opacity && trace.meta.role === "path" && { opacity: 0.85 }),
    ...(marker && { marker: larger(marker) }),
    ...(textfont && { textfont: { ...textfont, size: font.size } }),
    ...(colorbar && { colorbar: bar(colorbar, font, MOST_BAR_LABELS[Number(small)]) }),
  }
}

function larger({ line, ...marker }) {
  return { ...marker, size: 1.6 * marker.size, ...(line && { line: { ...line, width: 1.5 * line.width } }) }
}

function bar(colorbar, font, most) {
  const { tickvals, ticktext } = colorbar
  const every = Math.ceil(tickvals.length / most)
  const some = (list) => list.filter((_, i) => i % every === 0)
  const title = { ...colorbar.title, font }
  return { ...colorbar, thickness: font.size, tickvals: some(tickvals), ticktext: some(ticktext), tickfont: font, title }
}
