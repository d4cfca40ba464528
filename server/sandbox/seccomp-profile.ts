const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;
const AF_VSOCK = 40;

/**
 * System calls that nothing in a sandbox needs and that reach the host's kernel itself. The engine's own default profile can't serve: it
 * refuses the user namespaces and mounts that a rootless engine is made of.
 */
const refused = [
  'acct',
  'bpf',
  'clock_adjtime',
  'clock_settime',
  'create_module',
  'delete_module',
  'finit_module',
  'get_kernel_syms',
  'get_mempolicy',
  'init_module',
  'ioperm',
  'iopl',
  'kcmp',
  'kexec_file_load',
  'kexec_load',
  'lookup_dcookie',
  'mbind',
  'migrate_pages',
  'modify_ldt',
  'move_pages',
  'nfsservctl',
  'open_by_handle_at',
  'perf_event_open',
  'query_module',
  'quotactl',
  'quotactl_fd',
  'reboot',
  'set_mempolicy',
  'set_mempolicy_home_node',
  'settimeofday',
  'stime',
  'swapoff',
  'swapon',
  '_sysctl',
  'sysfs',
  'syslog',
  'uselib',
  'userfaultfd',
  'ustat',
  'vhangup',
  'vm86',
  'vm86old',
  'vmsplice',
];

/**
 * Said not to exist, so that programs do without: the kernel's keys are counted over all sandboxes together, mounts have an older way that
 * is enough, and asynchronous I/O by rings is a common way out of containers.
 */
const absent = [
  'add_key',
  'keyctl',
  'request_key',
  'fsconfig',
  'fsmount',
  'fsopen',
  'fspick',
  'mount_setattr',
  'move_mount',
  'open_tree',
  'open_tree_attr',
  'io_uring_enter',
  'io_uring_register',
  'io_uring_setup',
];

/** For `--security-opt seccomp=`: everything but what reaches past a sandbox. */
export const seccompProfile = {
  defaultAction: 'SCMP_ACT_ALLOW',
  archMap: [
    { architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'] },
    { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: ['SCMP_ARCH_ARM'] },
  ],
  syscalls: [
    { names: refused, action: 'SCMP_ACT_ERRNO', errnoRet: EPERM },
    { names: absent, action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
    {
      names: ['socket'],
      action: 'SCMP_ACT_ERRNO',
      errnoRet: EAFNOSUPPORT,
      args: [{ index: 0, value: AF_VSOCK, op: 'SCMP_CMP_EQ' }],
    },
  ],
} as const;
