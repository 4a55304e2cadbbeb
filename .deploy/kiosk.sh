#!/bin/sh
# The wall, full screen, on a machine of its own: waits for the server, starts Chromium, starts it again whenever it ends, and turns the
# screen off and on at the hours that it is told. Runs in a graphical session, as the user of that session. The README says how.
#
#   KIOSK_URL       http://localhost:4000/   the wall
#   KIOSK_ON        -                        07:00: when the screen goes on; with KIOSK_OFF
#   KIOSK_OFF       -                        19:00: when it goes off; may be after midnight
#   KIOSK_DAYS      1234567                  12345: the days on which it goes on, Monday first
#   KIOSK_RESTART   -                        04:30: when the browser is started anew each day
#   KIOSK_FLAGS     -                        further flags for Chromium, with spaces between
#   KIOSK_PROFILE   ~/.config/floorcast-kiosk  what the browser keeps, above all that this screen is paired
#
# They are read from /etc/floorcast-kiosk.env as well.
set -u

settings=${KIOSK_SETTINGS:-/etc/floorcast-kiosk.env}
# shellcheck source=/dev/null
if [ -r "$settings" ]; then . "$settings"; fi

url=${KIOSK_URL:-http://localhost:4000/}
days=${KIOSK_DAYS:-1234567}
profile=${KIOSK_PROFILE:-$HOME/.config/floorcast-kiosk}
# Nobody who looks at the wall can type a password for a keyring, answer a question or close a bubble.
flags="--kiosk --no-first-run --no-default-browser-check --noerrdialogs --disable-session-crashed-bubble --hide-crash-restore-bubble
--disable-hang-monitor --password-store=basic --disable-sync --disable-component-update --deny-permission-prompts
--disable-features=Translate --autoplay-policy=no-user-gesture-required --overscroll-history-navigation=0 --disable-pinch
--disk-cache-size=67108864"
# Seconds that a start waits for the server, where there is a page to show without it.
patience=30

say() { echo "kiosk: $*" >&2; }
has() { command -v "$1" >/dev/null 2>&1; }

if [ "$(id -u)" -eq 0 ]; then
	say 'a browser does not run as root: start this as the user of the screen'
	exit 1
fi
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome-stable) || chromium=
for needed in curl "${chromium:-chromium}"; do
	if ! has "$needed"; then
		say "$needed is missing: sudo apt-get install curl chromium"
		exit 1
	fi
done

# 07:00 as 0700; nothing for what is no time of day, so that a slip leaves the screen on.
clock() {
	case $1 in
		[01][0-9]:[0-5][0-9] | 2[0-3]:[0-5][0-9]) echo "${1%:*}${1#*:}" ;;
		'') ;;
		*) say "$2=$1 is no time such as 07:00 and is left out of account" ;;
	esac
}
on=$(clock "${KIOSK_ON:-}" KIOSK_ON)
off=$(clock "${KIOSK_OFF:-}" KIOSK_OFF)
restart=$(clock "${KIOSK_RESTART:-}" KIOSK_RESTART)

# Whether it answers is asked, not who it is: that the browser sees to.
answers() { curl --silent --fail --insecure --max-time 5 --output /dev/null "$(echo "$url" | sed -E 's#^(https?://[^/?]+).*#\1#')/healthz"; }

# The power of an output leaves it where it is; some systems refuse that while somebody looks on by VNC, and say so or not.
by_power() { has wlopm && wlopm "--$1" '*' && wlopm | grep -q " $1\$"; }
by_output() { has wlr-randr && for output in $(wlr-randr | sed -n 's/^\([^ ][^ ]*\) .*/\1/p'); do wlr-randr --output "$output" "--$1"; done; }
# $1: on or off. Each way is tried that is there; what a machine has not is no error.
turn_screen() {
	say "the screen goes $1"
	if [ -n "${WAYLAND_DISPLAY:-}" ] && { by_power "$1" || by_output "$1"; }; then
		:
	elif [ -z "${WAYLAND_DISPLAY:-}" ] && [ -n "${DISPLAY:-}" ] && has xset; then
		# Only what may turn it off can be turned off; by itself it never does.
		if [ "$1" = off ]; then xset +dpms dpms 0 0 0; fi
		xset dpms force "$1"
		if [ "$1" = on ]; then keep_awake; fi
	elif has vcgencmd; then
		if [ "$1" = on ]; then vcgencmd display_power 1; else vcgencmd display_power 0; fi
	else
		say 'nothing here can turn the screen off: sudo apt-get install wlr-randr x11-xserver-utils'
	fi
	# The set itself, where it listens.
	if has cec-ctl && [ -e /dev/cec0 ]; then
		cec-ctl --playback >/dev/null
		if [ "$1" = on ]; then cec-ctl --to 0 --image-view-on >/dev/null; else cec-ctl --to 0 --standby >/dev/null; fi
	fi
}
keep_awake() {
	if [ -z "${WAYLAND_DISPLAY:-}" ] && [ -n "${DISPLAY:-}" ] && has xset; then
		xset s off s noblank
		xset -dpms 2>/dev/null
	fi
}

# Yesterday's evening may reach into today.
is_due() {
	now=$(date +%H%M)
	today=$(date +%u)
	if [ -z "$on" ] || [ -z "$off" ]; then
		return 0
	elif [ "$on" -lt "$off" ]; then
		[ "$now" -ge "$on" ] && [ "$now" -lt "$off" ] || return 1
	elif [ "$now" -lt "$off" ]; then
		today=$(((today + 5) % 7 + 1))
	elif [ "$now" -lt "$on" ]; then
		return 1
	fi
	case $days in *"$today"*) return 0 ;; *) return 1 ;; esac
}
screen=
keep_hours() {
	if is_due; then wanted=on; else wanted=off; fi
	if [ "$wanted" = "$screen" ]; then return; fi
	# It is on when this starts, or was left off by whatever came before.
	if [ -n "$on$screen" ]; then turn_screen "$wanted"; fi
	screen=$wanted
}

browser=
stop_browser() {
	if [ -z "$browser" ]; then return; fi
	kill "$browser" 2>/dev/null
	left=10
	while [ "$left" -gt 0 ] && kill -0 "$browser" 2>/dev/null; do
		sleep 1
		left=$((left - 1))
	done
	kill -9 "$browser" 2>/dev/null
	wait "$browser" 2>/dev/null
	browser=
}
leave() {
	trap - EXIT
	stop_browser
	exit 0
}
trap leave EXIT INT TERM HUP

start_browser() {
	mkdir -p "$profile"
	# Of a browser that was killed, or of a machine that was called otherwise. There is no other one on this profile.
	rm -f "$profile/SingletonLock" "$profile/SingletonCookie" "$profile/SingletonSocket"
	if [ -f "$profile/Default/Preferences" ]; then
		# Else it would offer to bring back what it did not end itself.
		sed -i -E 's/"exited_cleanly":false/"exited_cleanly":true/; s/"exit_type":"[^"]*"/"exit_type":"Normal"/' "$profile/Default/Preferences"
	fi
	if [ -n "${WAYLAND_DISPLAY:-}" ]; then platform=wayland; else platform=x11; fi
	# shellcheck disable=SC2086 # the flags are several words
	"$chromium" --user-data-dir="$profile" --ozone-platform="$platform" $flags ${KIOSK_FLAGS:-} "$url" &
	browser=$!
}

keep_awake
keep_hours

# Cage leaves its window to itself when it ends, and the next one opens its own.
compositor=
if [ "$(cat "/proc/$PPID/comm" 2>/dev/null)" = cage ]; then compositor=$PPID; fi
is_shown() { [ -z "$compositor" ] || kill -0 "$compositor" 2>/dev/null; }

# A page that was here before is kept, and shows what it knew last; there is nothing to show before that.
waited=0
until answers || ! is_shown; do
	if [ "$waited" -eq 0 ]; then say "waiting for $url"; fi
	if [ "$waited" -ge "$patience" ] && [ -e "$profile/was-shown" ]; then break; fi
	sleep 2
	waited=$((waited + 2))
	keep_hours
done

restarted=$(date +%F)
if [ -n "$restart" ] && [ "$(date +%H%M)" -lt "$restart" ]; then restarted=; fi
while is_shown; do
	if answers; then met=yes; else met=no; fi
	say "starting the browser on $url"
	start_browser
	while is_shown && kill -0 "$browser" 2>/dev/null; do
		sleep 5
		keep_hours
		if [ "$met" != shown ] && answers; then
			if [ "$met" = no ]; then
				# What it has kept may have been no page but its own of an error.
				say 'the server is there'
				break
			fi
			met=shown
			: >"$profile/was-shown"
		fi
		if [ -n "$restart" ] && [ "$restarted" != "$(date +%F)" ] && [ "$(date +%H%M)" -ge "$restart" ]; then
			restarted=$(date +%F)
			say 'it is time to start the browser anew'
			break
		fi
	done
	stop_browser
	sleep 1
done
