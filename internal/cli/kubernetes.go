package cli

import (
	"path/filepath"
	"strings"
)

// kubernetes returns the files that bring the migrate program into a cluster.
// The image holds the program and CA certificates, nothing else: no shell, no
// Go, no writable disk.
func (s scaffold) kubernetes(service string) map[string]string {
	replace := strings.NewReplacer("SERVICE", clusterName(service), "PROGRAM", s.programPath())
	return map[string]string{"Dockerfile": replace.Replace(dockerfile), "job.yaml": replace.Replace(job)}
}

// clusterName makes a name of a service's that a cluster takes.
func clusterName(service string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(service))
	return strings.Trim(name, "-")
}

// programPath is the path of the program's package below the module's root.
func (s scaffold) programPath() string {
	root, err := moduleRoot(s.dir)
	if err != nil {
		root = filepath.Dir(s.dir)
	}
	rel, err := filepath.Rel(root, filepath.Join(s.dir, programDir))
	if err != nil {
		return "./migrations/" + programDir
	}
	return "./" + filepath.ToSlash(rel)
}

const dockerfile = `# Build from the root of the module: docker build -f PROGRAM/Dockerfile .
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /migrate PROGRAM

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /migrate /migrate
ENTRYPOINT ["/migrate"]
CMD ["upgrade", "head", "--wait", "60s"]
`

const job = `apiVersion: batch/v1
kind: Job
metadata:
  name: SERVICE-migrate
  # With Helm: a hook that runs before the new pods.
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  backoffLimit: 2
  activeDeadlineSeconds: 1800
  ttlSecondsAfterFinished: 86400
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: SERVICE-migrate:latest
          env:
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: SERVICE-database
                  key: url
          # What the Pod Security Standard "restricted" asks for, and more.
          securityContext:
            runAsNonRoot: true
            readOnlyRootFilesystem: true
            allowPrivilegeEscalation: false
            capabilities:
              drop: [ALL]
            seccompProfile:
              type: RuntimeDefault
`
