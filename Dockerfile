# The two commands of the README, in an image: `npm ci` and what `npm start` does, with the display built beforehand.
# docker build -t floorcast . && docker run -d --name floorcast -p 4000:4000 -v floorcast:/data --restart unless-stopped floorcast
FROM node:26-trixie-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY tsconfig.json vite.config.ts ./
COPY shared shared
COPY display display
COPY server server
RUN npm run build
# What only builds is not taken along; of the npm package `node` the one program is.
RUN rm -rf node_modules/node/node_modules \
	&& npm uninstall --no-save --omit=dev vite @sveltejs/vite-plugin-svelte @vitejs/plugin-legacy svelte terser chart.js @fontsource/inter socket.io-client

FROM debian:trixie-slim
# What the program of Node needs besides what is there.
RUN apt-get update && apt-get install -y --no-install-recommends libatomic1 && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 1000 --no-create-home --shell /usr/sbin/nologin floorcast && install -d -o floorcast -g floorcast -m 0700 /data
WORKDIR /app
COPY package.json package-lock.json ./
COPY .deploy/healthy.js .deploy/
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/.build .build
COPY shared shared
COPY server server
ENV DATA_DIR=/data
USER 1000:1000
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["node_modules/node/bin/node", ".deploy/healthy.js"]
# Node itself, so that it hears when it is to stop.
CMD ["node_modules/node/bin/node", "--disable-proto=delete", "--max-semi-space-size=4", "--memory-saver-mode", "--import", "./server/compile-cache.js", "server/main.ts"]
