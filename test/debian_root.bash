# Fresh Debian systems in folders, for scripts that source this. Only root can
# make and enter one; where it cannot be done, the script ends with status 77.

suite=${SUITE:-bookworm}

cannot()
{
	echo "${0##*/}: $*" >&2
	exit 77
}

# Where this system gets packages from: for its own release with the updates.
package_sources()
{
	# shellcheck disable=SC2016 # apt's own variables
	local sources format='deb $(SITE) $(RELEASE) $(COMPONENT)'

	sources=$(apt-get indextargets --format "$format" 'Created-By: Packages' 'Origin: Debian' | sort -u)
	[ -n "$sources" ] || cannot "apt has no lists of Debian's packages; try apt-get update"
	grep -E " $suite(-updates|-security)? main" <<<"$sources" ||
		awk -v suite="$suite" 'NR == 1 { print $1, $2, suite, "main" }' <<<"$sources"
}

# make_root FOLDER PACKAGE,...: the smallest system there is, and these packages.
make_root()
{
	local sources log

	for program in debootstrap unshare chroot; do
		command -v "$program" >/dev/null || cannot "there is no $program here"
	done
	[ "$(id -u)" -eq 0 ] || cannot "only root can make a root"
	sources=$(package_sources)
	log=$(debootstrap --variant=minbase "--include=$2" "$suite" "$1" \
		"$(awk '{ print $2; exit }' <<<"$sources")" 2>&1) ||
		{ tail -n 20 <<<"$log" && return 1; }
	echo "$sources" >"$1/etc/apt/sources.list"
	apt-config dump Acquire::http Acquire::https >"$1/etc/apt/apt.conf.d/99network"
	printf '127.0.0.1 localhost %s\n' "$(hostname)" >"$1/etc/hosts"
}

# inside FOLDER COMMAND...: in that system, with HOME as it is here. It has its
# own processes and mounts, which end with the command.
inside()
{
	# shellcheck disable=SC2016 # the inner shell's own arguments
	unshare --mount --pid --fork --kill-child bash -c '
		set -e
		mount -t proc proc "$1/proc"
		mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
		mount -t devpts -o newinstance,ptmxmode=0666 devpts "$1/dev/pts"
		exec chroot "$@"' inside "$1" \
		env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		"HOME=$HOME" LANG=C.UTF-8 "${@:2}" </dev/null
}
