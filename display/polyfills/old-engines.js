// What Chromium 68 lacks and the display or its libraries use, each as far as they use it. Runs before everything else.
// core-js brings the same to the letter of the standard, in twenty times as much to load.

if (typeof globalThis === 'undefined') window.globalThis = window;

function add(owner, name, value) {
	if (!(name in owner)) Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}

add(window, 'queueMicrotask', (run) => {
	Promise.resolve()
		.then(run)
		// Outside of the promise, where it is an error like any other.
		.catch((error) =>
			setTimeout(() => {
				throw error;
			}),
		);
});
add(Object, 'hasOwn', (object, key) => Object.prototype.hasOwnProperty.call(object, key));
add(Object, 'fromEntries', (entries) => {
	const object = {};
	for (const [key, value] of entries) object[key] = value;
	return object;
});
add(Array.prototype, 'flatMap', function (give, self) {
	return [].concat(...this.map(give, self));
});
add(String.prototype, 'replaceAll', function (sought, by) {
	return sought instanceof RegExp ? this.replace(sought, by) : this.split(sought).join(by);
});
// Svelte asks for the running animations of a row that moves; Chromium below 84 cannot tell, and has none that matter.
add(Element.prototype, 'getAnimations', () => []);
