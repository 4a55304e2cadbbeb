/** How large the picture is, as the strip, the diagnostics and the test card write it. */
import { unit } from '../../parts/unit.ts';

/** "1920 × 1080 × 1": width and height in CSS pixels, and the device's pixels in each. */
export const pictureText = (): string => `${window.innerWidth} × ${window.innerHeight} × ${window.devicePixelRatio}`;

/** "u = 10.8 px". */
export const unitText = (): string => `u = ${Math.round(unit() * 100) / 100} px`;
