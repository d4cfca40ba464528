/** The Docker network that sandboxes are attached to. */
export interface SandboxNetwork {
  readonly name: string;
  /** IPv4; the registries listen on 443 and, without TLS, 5000, the name service on 53. Nothing else of the host is reached. */
  readonly gatewayAddress: string;
  /** The certificate (PEM) of the authority that signs for the gateway; left out where nothing is trusted. */
  readonly authority?: string;
}
