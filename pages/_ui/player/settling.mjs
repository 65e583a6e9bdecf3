// A bet and what it was about: once the run has come far enough, they stand side by side.

// Settles `bet` if it waits; `tracks` are the runs of `scene`, along which `head` moves.
export function settle(bet, { head, scene, tracks }) {
  if (!bet.waiting || !scene.complete) return
  if (scene.bet.place) settlePlace(bet, head, scene, tracks[0])
  else if (head.atEnd) bet.reveal(scene.bet.answer, scene.bet.told)
}

function settlePlace(bet, head, { bet: { steps }, surface }, track) {
  if (head.step < steps) return
  const { xaxis, yaxis } = surface.layout
  const { index } = track.at(steps)
  bet.measure({ x: track.x[index], y: track.y[index] }, xaxis.range, yaxis.range)
  head.go(steps)
}
