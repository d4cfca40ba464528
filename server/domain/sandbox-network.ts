/** The Docker network that sandboxes are attached to. */
export interface SandboxNetwork {
  readonly name: string;
  /** IPv4; the course registry listens on 5000, the name service on 53. Nothing else of the host is reached. */
  readonly gatewayAddress: string;
}
