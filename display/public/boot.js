/*
 * Runs before everything else, in ES5, so that it also runs where the display itself cannot. Sets the stage's size and the
 * unit that all sizes are made of, and speaks up where the display does not start: a screen that stays blank tells nobody what is wrong.
 */
(function () {
	var root = document.documentElement;

	// Attributes of the root say how the screen is set up: `data-overscan`, what the set cuts off at each side in per cent,
	// and `data-far`, everything a quarter larger.
	function setUnit() {
		var seen = 1 - (parseFloat(root.getAttribute('data-overscan')) || 0) / 50;
		var width = window.innerWidth * seen;
		var hundredth = Math.min((window.innerHeight * seen) / 100, width / 177.78);
		root.style.setProperty('--u', hundredth * (root.hasAttribute('data-far') ? 1.25 : 1) + 'px');
		root.style.setProperty('--stage-width', width + 'px');
		root.style.setProperty('--stage-height', hundredth * 100 + 'px');
	}
	try {
		setUnit();
		window.addEventListener('resize', setUnit);
		new MutationObserver(setUnit).observe(root, { attributes: true, attributeFilter: ['data-overscan', 'data-far'] });
	} catch (error) {
		// No custom properties here: the page below does not need them.
	}

	var words = {
		en: {
			oldTitle: "This TV's browser is too old",
			oldText: 'Use a streaming stick or a mini-PC with a newer browser, and open this address there:',
			failTitle: 'Floorcast could not start',
			failText: 'It tries again as soon as the server answers at this address:'
		},
		sv: {
			oldTitle: 'Den här tv:ns webbläsare är för gammal',
			oldText: 'Använd en mediasticka eller minidator med nyare webbläsare och öppna den här adressen där:',
			failTitle: 'Floorcast kunde inte starta',
			failText: 'Ett nytt försök görs så snart servern svarar på den här adressen:'
		}
	};

	function line(parent, text, size, colour, margin) {
		var element = document.createElement('p');
		element.appendChild(document.createTextNode(text));
		element.style.fontSize = size;
		element.style.lineHeight = '1.35';
		element.style.color = colour;
		element.style.margin = margin;
		parent.appendChild(element);
	}

	function say(title, text) {
		var body = document.body;
		while (body.firstChild) body.removeChild(body.firstChild);
		var box = document.createElement('div');
		box.style.padding = '8% 7%';
		box.style.fontFamily = 'Inter, Arial, sans-serif';
		root.style.background = body.style.background = '#0B1018';
		var swedishFirst = String(navigator.language || '').slice(0, 2) === 'sv';
		var order = swedishFirst ? ['sv', 'en'] : ['en', 'sv'];
		for (var i = 0; i < order.length; i++) {
			var language = words[order[i]];
			line(box, language[title], i ? '3.4vh' : '6vh', '#F2F5F9', i ? '7vh 0 1vh' : '0 0 2vh');
			line(box, language[text], i ? '3vh' : '4vh', '#B6C2D1', '0');
			line(box, location.protocol + '//' + location.host + '/', i ? '3.4vh' : '5vh', '#3EC5EA', i ? '1vh 0 0' : '2vh 0 0');
		}
		body.appendChild(box);
	}

	// What the display is built on, each the newest that an engine of its age brought. The name an engine gives itself
	// cannot be trusted (some leave the version out, some misspell it), so it is not asked.
	var ableTo =
		'noModule' in document.createElement('script') &&
		typeof window.fetch === 'function' &&
		typeof window.AbortController === 'function' &&
		typeof window.ResizeObserver === 'function' &&
		typeof window.BigInt === 'function' &&
		typeof Promise.prototype['finally'] === 'function' &&
		typeof Element.prototype.animate === 'function';

	function whenReady(run) {
		if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', run);
		else run();
	}

	if (!ableTo) {
		whenReady(function () {
			say('oldTitle', 'oldText');
		});
		return;
	}

	var waiting = null;

	function started() {
		return root.hasAttribute('data-started');
	}

	// Reloading into a server that is away would leave the TV on the browser's own error page for good: ask first.
	function tryAgain() {
		var request = new XMLHttpRequest();
		request.open('GET', '/healthz');
		request.timeout = 10000;
		request.onload = function () {
			if (request.status === 200) location.reload();
		};
		request.send();
	}

	function giveUp() {
		if (started() || waiting) return;
		say('failTitle', 'failText');
		waiting = setInterval(tryAgain, 20000);
	}

	// A script that cannot be fetched or read ends the start at once; one that hangs, after a while.
	window.addEventListener(
		'error',
		function (event) {
			var failedToLoad = event.target && event.target.tagName === 'SCRIPT';
			if (failedToLoad || !started()) setTimeout(giveUp, 2000);
		},
		true
	);
	setTimeout(giveUp, 30000);
})();
