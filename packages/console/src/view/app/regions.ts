const FOCUSABLE =
  'a[href],button:not(:disabled),input:not(:disabled),select:not(:disabled),textarea:not(:disabled),[tabindex="0"]';

/** The regions of the page in reading order: elements marked `data-region` that are on screen. */
function regions(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.checkVisibility?.() ?? region.offsetParent !== null,
  );
}

function enter(region: HTMLElement): void {
  const first = [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find(
    (element) => element.tabIndex >= 0 && element.offsetParent !== null,
  );
  if (first) return first.focus();
  region.tabIndex = -1;
  region.focus();
}

/** Moves the focus into the next (1) or previous (-1) region, round the end. */
export function focusNextRegion(step: 1 | -1): void {
  const all = regions();
  if (all.length === 0) return;
  const here = all.findIndex((region) => region.contains(document.activeElement));
  const next = here < 0 ? (step === 1 ? 0 : all.length - 1) : (here + step + all.length) % all.length;
  enter(all[next]!);
}

/** The skip link: to the element `#results` where there is one, else to the page. */
export function focusResults(): void {
  const target =
    document.querySelector<HTMLElement>('#results') ?? document.querySelector<HTMLElement>('#main');
  if (!target) return;
  target.tabIndex = -1;
  target.focus();
}

/**
 * Gives the focus to `element` when nothing has it, as after what had it is gone: then keys and screen readers go on from
 * there, and not from the top of the document. No ring is drawn round it.
 */
export function catchFocus(element: HTMLElement | null): void {
  if (element === null || (document.activeElement !== null && document.activeElement !== document.body))
    return;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}
