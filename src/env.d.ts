interface ImportMetaEnv {
  /** The name of the folder below content/ that the pages are built from; set in astro.config.mjs. */
  readonly COURSE: string;
}
