// Colours of a map: 256 of them between given ones, as pixels.

const STEPS = 256

// From one colour to the next, evenly: [r, g, b] each.
export function ramp(...colors) {
  const pixels = new Uint32Array(STEPS)
  const bytes = new Uint8ClampedArray(pixels.buffer)
  for (let i = 0; i < STEPS; i++) {
    const at = (i / (STEPS - 1)) * (colors.length - 1)
    const from = Math.min(Math.floor(at), colors.length - 2)
    colors[from].forEach((low, k) => (bytes[4 * i + k] = low + (at - from) * (colors[from + 1][k] - low)))
    bytes[4 * i + 3] = 255
  }
  return pixels
}

// The pixel of a share between 0 and 1.
export function tint(pixels, share) {
  return pixels[Math.max(0, Math.min(STEPS - 1, Math.round(share * (STEPS - 1))))]
}

// Orange for 0, blue for 1, white where it is undecided: told apart by every kind of eye.
export const SIDES = ramp([217, 95, 14], [253, 190, 133], [250, 250, 250], [145, 190, 230], [24, 90, 169])

// Nothing is white, much is dark.
export const MUCH = ramp([250, 250, 250], [188, 189, 220], [84, 39, 143])
