/** Size of the text in terminals, in px. */
export const FONT_PX = 13;

/**
 * Loads the fonts of terminals and mosaics: what is measured or painted before is measured on the wrong one.
 * Resolves also when one cannot be loaded, since a terminal in another font beats none.
 */
export async function loadTerminalFonts(): Promise<void> {
  const family = '"JetBrains Mono NL"';
  await Promise.allSettled([
    document.fonts.load(`${FONT_PX}px ${family}`, '✓▲◆→≠0'),
    document.fonts.load(`600 ${FONT_PX}px ${family}`, '✓▲◆→≠0'),
  ]);
}
