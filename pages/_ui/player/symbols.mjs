// The markers of runs, by Plotly's names of them: a disc, or these.

// In pixels from the middle; all of it times the `weight` of the axes.
export const CORNERS = {
  square: [[-6, -6], [6, -6], [6, 6], [-6, 6]],
  diamond: [[0, -8.5], [8.5, 0], [0, 8.5], [-8.5, 0]],
  "triangle-up": [[0, -8], [8, 6], [-8, 6]],
  "triangle-down": [[0, 8], [8, -6], [-8, -6]],
  pentagon: [[0, -7.5], [7.1, -2.3], [4.4, 6.1], [-4.4, 6.1], [-7.1, -2.3]],
  star: [[0, -9], [2.6, -3.6], [8.6, -2.8], [4.3, 1.4], [5.3, 7.3], [0, 4.5], [-5.3, 7.3], [-4.3, 1.4], [-8.6, -2.8], [-2.6, -3.6]],
  cross: [[-3, -8], [3, -8], [3, -3], [8, -3], [8, 3], [3, 3], [3, 8], [-3, 8], [-3, 3], [-8, 3], [-8, -3], [-3, -3]],
}

// Where a run began: its marker, open.
export function drawStart(context, axes, x, y, { color, symbol }) {
  const [px, py] = [axes.x.pixel(x), axes.y.pixel(y)]
  context.beginPath()
  if (CORNERS[symbol]) outline(context, px, py, CORNERS[symbol], axes.weight)
  else context.arc(px, py, 6 * axes.weight, 0, 2 * Math.PI)
  context.strokeStyle = color
  context.lineWidth = 3 * axes.weight
  context.stroke()
}

export function outline(context, x, y, corners, weight) {
  for (const [dx, dy] of corners) context.lineTo(x + weight * dx, y + weight * dy)
  context.closePath()
}
