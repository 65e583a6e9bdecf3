// What the picture is made of, from back to front.
//
// The fog is one gradient, clear at the walker: cheaper to draw in every frame than a mask.

export const MOUNTAIN = `
<svg class="gw-svg" aria-hidden="true">
  <defs>
    <linearGradient id="gw-sky" x2="0" y2="1"><stop class="gw-sky-a" /><stop class="gw-sky-b" offset="1" /></linearGradient>
    <linearGradient id="gw-rock" x2="0" y2="1"><stop class="gw-rock-a" /><stop class="gw-rock-b" offset="1" /></linearGradient>
    <radialGradient id="gw-wisp"><stop class="gw-wisp-a" /><stop class="gw-wisp-b" offset="1" /></radialGradient>
    <radialGradient id="gw-hole" class="gw-hole" gradientUnits="userSpaceOnUse">
      <stop class="gw-mist-a" offset="0.5" /><stop class="gw-mist-b" offset="1" />
    </radialGradient>
    <clipPath id="gw-clip"><rect class="gw-clip" /></clipPath>
  </defs>
  <g clip-path="url(#gw-clip)">
    <rect class="gw-sky" fill="url(#gw-sky)" />
    <g class="gw-grid"></g>
    <path class="gw-ground" fill="url(#gw-rock)" />
    <g class="gw-strata"></g>
    <path class="gw-line" />
    <g class="gw-fog">
      <rect class="gw-mist" fill="url(#gw-hole)" />
      <g class="gw-wisps" fill="url(#gw-wisp)">
        <ellipse cx="22" cy="30" rx="34" ry="13" /><ellipse cx="71" cy="18" rx="30" ry="10" />
        <ellipse cx="84" cy="55" rx="36" ry="12" /><ellipse cx="40" cy="66" rx="42" ry="12" />
        <ellipse cx="10" cy="88" rx="30" ry="10" /><ellipse cx="70" cy="90" rx="34" ry="9" />
      </g>
    </g>
    <path class="gw-pin" />
    <g class="gw-marks"></g>
    <g class="gw-trail"></g>
    <path class="gw-landing" />
    <path class="gw-tangent" />
    <path class="gw-arrow" /><path class="gw-head" />
  </g>
  <g class="gw-axes"></g>
  <path class="gw-base" />
  <text class="gw-name gw-wname">weight w</text>
  <text class="gw-name gw-lname">loss L</text>
  <g class="gw-walker">
    <g class="gw-figure">
      <path class="gw-stick" d="M9 -20 L13 1" />
      <path class="gw-body" d="M-1 -6 L-5 0 M0 -7 L4 0 M0 -19 L-0.5 -8 M0.5 -17 L9 -14" />
      <path class="gw-pack" d="M-3.5 -19 L-4 -11" />
      <circle class="gw-hat" cx="1" cy="-25.5" r="4.2" />
    </g>
    <circle class="gw-foot" r="5.5" />
  </g>
  <text class="gw-label gw-slope"></text>
  <text class="gw-label gw-step"></text>
  <text class="gw-label gw-away"></text>
</svg>`
