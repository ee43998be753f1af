package intake

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
)

// PublicKey is one key that signs visitors' tokens.
type PublicKey struct {
	ID  string // kid, where it has one
	Key any    // *rsa.PublicKey or *ecdsa.PublicKey on P-256
}

const weakest = 2048 // bits of an RSA key

// PublicKeys reads keys as people paste them: PEM blocks or a JWKS.
func PublicKeys(text string) ([]PublicKey, error) {
	var set struct {
		Keys []jwk `json:"keys"`
	}
	if json.Unmarshal([]byte(text), &set) == nil {
		return fromJWKS(set.Keys)
	}
	var list []PublicKey
	for rest := []byte(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		key, err := fromPEM(block)
		if err == nil {
			err = strong(key)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, PublicKey{Key: key})
	}
	if len(list) == 0 {
		return nil, errors.New("no PEM block and no JWKS")
	}
	return list, nil
}

func fromPEM(block *pem.Block) (any, error) {
	switch block.Type {
	case "PUBLIC KEY":
		return x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		return x509.ParsePKCS1PublicKey(block.Bytes)
	case "CERTIFICATE":
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		return c.PublicKey, nil
	}
	return nil, fmt.Errorf("%q is no public key", block.Type)
}

type jwk struct {
	Type  string `json:"kty"`
	ID    string `json:"kid"`
	Use   string `json:"use"`
	Curve string `json:"crv"`
	N     string `json:"n"`
	E     string `json:"e"`
	X     string `json:"x"`
	Y     string `json:"y"`
}

func fromJWKS(keys []jwk) (list []PublicKey, err error) {
	for _, k := range keys {
		if k.Use != "" && k.Use != "sig" {
			continue
		}
		var key any
		switch k.Type {
		case "RSA":
			e := number(k.E)
			if !e.IsInt64() || e.Int64() < 3 || e.Int64() > 1<<31-1 {
				return nil, errors.New("an RSA key without exponent")
			}
			key = &rsa.PublicKey{N: number(k.N), E: int(e.Int64())}
		case "EC":
			if k.Curve != "P-256" {
				return nil, fmt.Errorf("the curve %q is not P-256", k.Curve)
			}
			point := append([]byte{4}, append(number(k.X).FillBytes(make([]byte, max(32, len(number(k.X).Bytes())))), number(k.Y).FillBytes(make([]byte, max(32, len(number(k.Y).Bytes()))))...)...)
			if key, err = ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("%q is no kind of public key", k.Type)
		}
		if err := strong(key); err != nil {
			return nil, err
		}
		list = append(list, PublicKey{ID: k.ID, Key: key})
	}
	if len(list) == 0 {
		return nil, errors.New("the JWKS has no key")
	}
	return list, nil
}

func number(text string) *big.Int {
	b, _ := base64.RawURLEncoding.DecodeString(text) // what is no number is zero, and refused as weak
	return new(big.Int).SetBytes(b)
}

func strong(key any) error {
	switch k := key.(type) {
	case *rsa.PublicKey:
		if k.N.BitLen() < weakest {
			return fmt.Errorf("the RSA key has fewer than %d bits", weakest)
		}
		return nil
	case *ecdsa.PublicKey:
		if k.Curve != elliptic.P256() {
			return errors.New("the curve is not P-256")
		}
		return nil
	}
	return errors.New("the key is neither RSA nor ECDSA")
}
