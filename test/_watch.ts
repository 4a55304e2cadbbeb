import { writeFileSync } from 'node:fs';
import { launchBrowser } from './support/browser.ts';
import { io } from 'socket.io-client';
const url = process.argv[2]; const dir = process.argv[3]; const minutes = Number(process.argv[4]);
const browser = await launchBrowser(); const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
page.on('console', (m) => console.log('console', m.text())); page.on('pageerror', (e) => console.log('error', e.message));
await page.goto(url);
const s = io(url, { transports: ['websocket'], extraHeaders: { Origin: url } }); let changes = 0, bytes = 0, beats = 0; s.on('change', (c) => { changes++; bytes += JSON.stringify(c).length; }); s.on('beat', () => beats++);
const end = Date.now() + minutes * 60000; let i = 0;
while (Date.now() < end) { await page.waitForTimeout(10000); await page.screenshot({ path: `${dir}/${String(i).padStart(3, '0')}.png` }); const t = await page.locator('body').innerText(); writeFileSync(`${dir}/${String(i).padStart(3, '0')}.txt`, new Date().toISOString() + '\n' + t); console.log(i++, 'changes', changes, 'bytes', bytes, 'beats', beats); }
s.disconnect(); await browser.close();
