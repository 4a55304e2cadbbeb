import compat from 'eslint-plugin-compat';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

/** What display/polyfills brings, besides Chromium 68. */
const polyfills = ['globalThis', 'queueMicrotask', 'Object.fromEntries', 'Object.hasOwn'];

const restricted = {
	defaultExport: { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
	enum: { selector: 'TSEnumDeclaration', message: 'A union of strings or an `as const` object: Node runs erasable syntax only.' },
	emptyCatch: { selector: 'CatchClause > BlockStatement[body.length=0]', message: 'An empty catch is never right: say what happens instead.' },
	environment: { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Only server/main.ts and the commands beside it read the environment.' },
	styleAttribute: { selector: "SvelteAttribute[key.name='style']", message: 'The content policy drops style attributes: use a class or a `style:` directive.' },
	date: { selector: "Identifier[name='Date']", message: 'Calendar arithmetic is Temporal; the time comes from the clock that was passed in.' },
};
const everywhere = [restricted.enum, restricted.emptyCatch, restricted.environment];
const syntax = (...rules) => ({ 'no-restricted-syntax': ['error', ...rules] });

export default ts.config(
	{ ignores: ['.build/**', 'node_modules/**', 'data/**'] },
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'no-console': ['error', { allow: ['warn', 'error'] }],
			'no-debugger': 'error',
			'no-empty': 'error',
			'no-eval': 'error',
			'no-implied-eval': 'error',
			'no-throw-literal': 'error',
			'no-var': 'error',
			'object-shorthand': 'error',
			'prefer-const': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			// State is replaced, never mutated (STYLE): a plain Map in it is right.
			'svelte/prefer-svelte-reactivity': 'off',
			...syntax(...everywhere),
		},
	},
	{
		files: ['**/*.ts'],
		ignores: ['vite.config.ts'],
		rules: syntax(...everywhere, restricted.defaultExport),
	},
	{
		files: ['server/**/*.ts'],
		ignores: ['server/clock.ts', 'server/main.ts', 'server/import.ts', 'server/restore.ts', 'server/reset-password.ts'],
		rules: { 'no-console': 'error', ...syntax(...everywhere, restricted.defaultExport, restricted.date) },
	},
	{
		// The impure files of the server and of its commands, and the scripts that build, start and test.
		files: ['server/main.ts', 'server/import.ts', 'server/restore.ts', 'server/reset-password.ts', 'display/build.ts', '.config/**', '.deploy/**', 'test/**/*.ts'],
		rules: { 'no-console': 'off', ...syntax(restricted.enum, restricted.emptyCatch, restricted.defaultExport) },
	},
	{ files: ['.config/eslint.config.js'], rules: syntax(restricted.emptyCatch) },
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
	},
	{
		files: ['**/*.svelte'],
		rules: {
			'svelte/no-at-html-tags': 'error',
			'svelte/require-each-key': 'error',
			'prefer-const': 'off',
			'svelte/prefer-const': 'error',
			...syntax(...everywhere, restricted.styleAttribute),
		},
	},
	{
		files: ['display/**/*.{ts,svelte}'],
		ignores: ['display/build.ts'],
		rules: {
			'no-restricted-properties': [
				'error',
				{ object: 'AbortSignal', property: 'timeout', message: 'Not on Chromium 68: an AbortController and a timer.' },
				{ object: 'crypto', property: 'randomUUID', message: 'Only in secure contexts, which a LAN is not.' },
			],
		},
	},
	{
		...compat.configs['flat/recommended'],
		files: ['display/{tv,panels,parts}/**/*.{ts,svelte}'],
		settings: { browsers: ['chrome >= 68'], polyfills },
	},
	{
		// Plain ES5: it runs on televisions that cannot parse the bundle.
		files: ['display/public/**/*.js'],
		languageOptions: { ecmaVersion: 5, sourceType: 'script' },
		rules: { 'no-var': 'off', 'object-shorthand': 'off', 'prefer-const': 'off', 'no-restricted-syntax': 'off', '@typescript-eslint/no-unused-vars': ['error', { caughtErrors: 'none' }] },
	},
);
