/** Positions of values from 0 to a greatest one on so many pixels, by their root: short times are told apart, and long ones still fit. */
export function scaleTo(greatest: number, pixels: number): (value: number) => number {
  const root = Math.sqrt(Math.max(greatest, Number.MIN_VALUE));
  return (value) => Math.round((Math.sqrt(Math.max(0, value)) / root) * (pixels - 2) * 10) / 10 + 1;
}

/** Positions of values between the least and the greatest, evenly; of one value alone, the middle. */
export function spread(least: number, greatest: number, pixels: number): (value: number) => number {
  const span = greatest - least;
  return (value) => (span <= 0 ? pixels / 2 : 4 + ((value - least) / span) * (pixels - 8));
}
