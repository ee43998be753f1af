package cms

import (
	"crypto/x509"
	"fmt"

	"github.com/smallstep/pkcs7"
)

// Sign makes a signature that stands beside what it signs. Whoever checks it gets the
// certificates along.
func Sign(content []byte, key Key, behind []*x509.Certificate) ([]byte, error) {
	sd, err := pkcs7.NewSignedData(content)
	if err != nil {
		return nil, fmt.Errorf("begin a signature: %w", err)
	}
	sd.SetDigestAlgorithm(pkcs7.OIDDigestAlgorithmSHA256)
	if err := sd.AddSigner(key.Certificate, key.Private, pkcs7.SignerInfoConfig{}); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	for _, c := range behind {
		sd.AddCertificate(c)
	}
	sd.Detach()
	return sd.Finish()
}
