import type { FollowFolder } from './file-watch.ts';

/** If this process is killed, what it started in a sandbox goes on: so long at most. */
const LIFETIME_SECONDS = 30 * 60;

/** A course exercise has a handful; each costs the kernel a kilobyte. */
const MAX_FOLDERS = 100;

/** What happens within so long is one word. */
const MERGE_SECONDS = 0.05;

/**
 * Prints `r` when the folder and those below it are watched, and again for new ones; `s` when something in them was written, made, moved or removed. Nothing that the
 * learner names is printed. Perl is in the image for the engine's sockets, and asks the kernel itself: the image has no program that would.
 */
const FOLLOW = `
use strict;
use warnings;
use Config;

my %calls = (x86_64 => [294, 254], aarch64 => [26, 27]);
my ($machine) = $Config{archname} =~ /^([^-]+)/;
my ($inotify_init1, $inotify_add_watch) = @{$calls{$machine} or die "no system calls are known for $machine\\n"};

# Written and closed, moved from, moved to, created, deleted; folders only, and no links to them.
my $what = 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x01000000 | 0x02000000;
my ($created, $moved_to, $is_folder, $gone, $overflow) = (0x100, 0x80, 0x40000000, 0x8000, 0x4000);

alarm ${LIFETIME_SECONDS};
my ($root) = @ARGV;
my $descriptor = syscall $inotify_init1, 0;
die "inotify: $!\\n" if $descriptor < 0;
open my $events, '<&=', $descriptor or die "inotify: $!\\n";

# Nearest first. By their watches' numbers.
my %folders;
sub watch {
  my @found = @_;
  while (@found && keys %folders < ${MAX_FOLDERS}) {
    my $folder = shift @found;
    my $watch = syscall $inotify_add_watch, $descriptor, $folder, $what;
    next if $watch < 0;
    $folders{$watch} = $folder;
    opendir my $entries, $folder or next;
    for my $name (readdir $entries) {
      next if $name =~ /^(?:\\.\\.?|\\.git|node_modules)$/;
      push @found, "$folder/$name" if -d "$folder/$name" && !-l "$folder/$name";
    }
  }
}

watch($root);
exit 3 unless %folders;
my ($root_watch) = keys %{{map { $folders{$_} eq $root ? ($_ => 1) : () } keys %folders}};
syswrite STDOUT, 'r';
while (sysread $events, my $read, 65536) {
  my @new;
  for (my $at = 0; $at < length $read;) {
    my ($watch, $mask, undef, $length) = unpack "\\@$at i I I I", $read;
    my $name = unpack "\\@\${\\($at + 16)} Z$length", $read;
    $at += 16 + $length;
    @new = ($root) if $mask & $overflow;
    if ($mask & $gone) {
      exit 0 if $watch == $root_watch;
      delete $folders{$watch};
    }
    next unless $mask & $is_folder && $mask & ($created | $moved_to) && exists $folders{$watch};
    push @new, "$folders{$watch}/$name" unless $name =~ /^(?:\\.git|node_modules)$/;
  }
  watch(@new) if @new;
  syswrite STDOUT, @new ? 'sr' : 's';
  select undef, undef, undef, ${MERGE_SECONDS};
}
`;

const READY = 'r';
const SAVED = 's';

/** By a process in the sandbox that sleeps until the kernel has something to say. */
export const followSandboxFolder: FollowFolder = async function* (sandbox, folder, signal) {
  const command = ['perl', '-e', FOLLOW, folder];
  for await (const chunk of await sandbox.read(command, signal)) {
    const bytes = chunk as Buffer;
    if (bytes.includes(SAVED)) yield 'saved';
    if (bytes.includes(READY)) yield 'ready';
  }
};
