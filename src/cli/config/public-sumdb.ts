/** Key of the public checksum database. Source: cmd/go/internal/modfetch.knownGOSUMDB */
export const publicSumdbKey = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'
