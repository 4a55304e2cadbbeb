// Svelte asks for the running animations of a row that moves; Chromium below 84 cannot tell, and has none that matter.
if (!Element.prototype.getAnimations) {
	Element.prototype.getAnimations = function () {
		return [];
	};
}
