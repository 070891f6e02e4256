import { changesOf } from '../../changed-file.ts';

const base = `package api

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	mathrand "math/rand"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
	"github.com/golang-jwt/jwt/v5"
	"go.uber.org/zap"
	"golang.org/x/crypto/bcrypt"
	"gorm.io/gorm"
)

type Handler struct {
	db      *gorm.DB
	logger  *zap.SugaredLogger
	key     []byte
	uploads string
}

type credentials struct {
	Email    string \`json:"email" binding:"required,email"\`
	Password string \`json:"password" binding:"required"\`
}

func Routes(router *gin.Engine, h *Handler) {
	router.Use(cors.New(cors.Config{
		AllowOrigins:     []string{"https://app.example.com"},
		AllowCredentials: true,
		MaxAge:           time.Hour,
	}))
	router.GET("/products", h.Products)
	router.POST("/avatars", h.Avatar)
	router.POST("/login", h.Login)
}

func (h *Handler) Products(c *gin.Context) {
	var products []Product
	term := c.Query("q")
	if err := h.db.Where("name LIKE ?", "%"+term+"%").Find(&products).Error; err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.JSON(http.StatusOK, products)
}

func (h *Handler) Avatar(c *gin.Context) {
	upload, err := c.FormFile("avatar")
	if err != nil {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	target := filepath.Join(h.uploads, filepath.Base(upload.Filename))
	if err := c.SaveUploadedFile(upload, target); err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	if err := os.Chmod(target, 0o600); err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.Status(http.StatusNoContent)
}

func (h *Handler) Register(c *gin.Context) {
	var given credentials
	if err := c.ShouldBindJSON(&given); err != nil {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(given.Password), bcrypt.DefaultCost)
	if err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	h.db.Create(&User{Email: given.Email, Hash: string(hash)})
	h.logger.Infow("registered", "email", given.Email)
	c.Status(http.StatusCreated)
}

func (h *Handler) Reset(c *gin.Context) {
	buffer := make([]byte, 32)
	if _, err := rand.Read(buffer); err != nil {
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	resetToken := hex.EncodeToString(buffer)
	h.db.Create(&Reset{Token: resetToken})
	c.Status(http.StatusAccepted)
}

// retryAfter spreads the clients that were turned away.
func retryAfter() string {
	return fmt.Sprintf("%d", 5+mathrand.Intn(10))
}

func (h *Handler) claims(written string) (*jwt.RegisteredClaims, error) {
	claims := &jwt.RegisteredClaims{}
	token, err := jwt.ParseWithClaims(written, claims, func(*jwt.Token) (any, error) {
		return h.key, nil
	}, jwt.WithValidMethods([]string{"HS256"}))
	if err != nil || !token.Valid {
		return nil, errors.New("invalid token")
	}
	return claims, nil
}
`;

const file = { language: 'go', path: 'internal/api/handler.go', base } as const;
const where = 'h.db.Where("name LIKE ?", "%"+term+"%")';
const parsed = `	token, err := jwt.ParseWithClaims(written, claims, func(*jwt.Token) (any, error) {
		return h.key, nil
	}, jwt.WithValidMethods([]string{"HS256"}))
	if err != nil || !token.Valid {
		return nil, errors.New("invalid token")
	}`;

export const cases = [
  ...changesOf({ ...file, family: 'sql-injection' }, [
    {
      what: 'gorm-where-concatenated',
      replaces: where,
      faulty: `h.db.Where("name LIKE '%" + term + "%'")`,
      safe: 'h.db.Where("name ILIKE ?", "%"+term+"%")',
      at: 'h.db.Where',
    },
    {
      what: 'gorm-order-from-query',
      replaces: where,
      faulty: 'h.db.Where("name LIKE ?", "%"+term+"%").Order(c.Query("sort"))',
      safe: 'h.db.Where("name LIKE ?", "%"+term+"%").Order("name desc")',
      at: '.Order(',
    },
  ]),
  ...changesOf({ ...file, family: 'path-traversal' }, [
    {
      what: 'gin-upload-under-its-own-name',
      replaces: 'target := filepath.Join(h.uploads, filepath.Base(upload.Filename))',
      faulty: 'target := filepath.Join(h.uploads, upload.Filename)',
      safe: 'target := filepath.Join(h.uploads, time.Now().Format("2006-01-02"), filepath.Base(upload.Filename))',
      at: 'SaveUploadedFile',
    },
  ]),
  ...changesOf({ ...file, family: 'file-permissions' }, [
    {
      what: 'upload-writable-for-all',
      replaces: '0o600',
      faulty: '0o777',
      safe: '0o640',
      at: '0o777',
    },
  ]),
  ...changesOf({ ...file, family: 'cors' }, [
    {
      what: 'gin-cors-all-origins',
      replaces: 'AllowOrigins:     []string{"https://app.example.com"},',
      faulty: 'AllowAllOrigins:  true,',
      safe: 'AllowOrigins:     []string{"https://app.example.com", "https://beta.example.com"},',
      at: 'AllowAllOrigins',
    },
  ]),
  ...changesOf({ ...file, family: 'crypto' }, [
    {
      what: 'bcrypt-at-its-lowest-cost',
      replaces: 'hash, err := bcrypt.GenerateFromPassword([]byte(given.Password), bcrypt.DefaultCost)',
      faulty: 'hash, err := bcrypt.GenerateFromPassword([]byte(given.Password), bcrypt.MinCost)',
      safe: 'hash, err := bcrypt.GenerateFromPassword([]byte(given.Password), 12)',
      at: 'bcrypt.MinCost',
    },
  ]),
  ...changesOf({ ...file, family: 'secret-in-log' }, [
    {
      what: 'zap-logs-the-password',
      replaces: 'h.logger.Infow("registered", "email", given.Email)',
      faulty: 'h.logger.Infow("registered", "email", given.Email, "password", given.Password)',
      safe: 'h.logger.Infow("registered", "email", given.Email, "passwordLength", len(given.Password))',
      at: 'given.Password)',
    },
  ]),
  ...changesOf({ ...file, family: 'randomness' }, [
    {
      what: 'reset-token-from-math-rand',
      replaces: 'resetToken := hex.EncodeToString(buffer)',
      faulty: 'resetToken := fmt.Sprintf("%x", mathrand.Int63())',
      safe: 'resetToken := fmt.Sprintf("%x", buffer)',
      at: 'mathrand',
    },
  ]),
  ...changesOf({ ...file, family: 'jwt' }, [
    {
      what: 'claims-of-an-unverified-token',
      replaces: parsed,
      faulty: `	if _, _, err := jwt.NewParser().ParseUnverified(written, claims); err != nil {
		return nil, errors.New("invalid token")
	}`,
      safe: `	token, err := jwt.ParseWithClaims(written, claims, func(*jwt.Token) (any, error) {
		return h.key, nil
	}, jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer("app"))
	if err != nil || !token.Valid {
		return nil, errors.New("invalid token")
	}`,
      at: 'ParseUnverified',
    },
    {
      what: 'any-algorithm-accepted',
      replaces: '	}, jwt.WithValidMethods([]string{"HS256"}))',
      faulty: '	})',
      safe: '	}, jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired())',
      at: 'jwt.ParseWithClaims',
    },
  ]),
];
