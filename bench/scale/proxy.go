package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// A proxy stands between a client and the server, holds up every byte for half
// of its delay in each direction, and counts the round trips: how often the
// server answered after the client had spoken.
type proxy struct {
	listener net.Listener
	socket   string
	delay    time.Duration

	setup atomic.Int64 // round trips until the connections stood
	trips atomic.Int64 // those after that
	conns atomic.Int64
}

// newProxy listens for connections to the server of a URL, which names the
// directory of a Unix socket.
func newProxy(target string, delay time.Duration) (*proxy, error) {
	u, err := url.Parse(target)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &proxy{listener: listener, socket: filepath.Join(u.Query().Get("host"), ".s.PGSQL.5432"), delay: delay}
	go p.accept()
	return p, nil
}

func (p *proxy) close() error { return p.listener.Close() }

// url returns the URL of a database through the proxy.
func (p *proxy) url(target string) (string, error) {
	u, err := url.Parse(target)
	if err != nil {
		return "", err
	}
	u.Host, u.RawQuery = p.listener.Addr().String(), "sslmode=disable"
	return u.String(), nil
}

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", p.socket)
		if err != nil {
			client.Close()
			continue
		}
		p.conns.Add(1)
		p.connect(client, server)
	}
}

// connect carries bytes both ways until either side hangs up.
func (p *proxy) connect(client, server net.Conn) {
	l := &line{proxy: p}
	go p.carry(server, client, func([]byte) { l.spoke() })
	go p.carry(client, server, l.answered)
}

// carry copies, each piece late by half of the delay. What it reads is seen
// when it is delivered.
func (p *proxy) carry(to, from net.Conn, seen func([]byte)) {
	type piece struct {
		bytes []byte
		due   time.Time
	}
	pieces := make(chan piece, 1<<16)
	go func() {
		defer to.Close()
		for x := range pieces {
			time.Sleep(time.Until(x.due))
			seen(x.bytes)
			if _, err := to.Write(x.bytes); err != nil {
				break
			}
		}
		for range pieces { // the reader must not wait for ever
		}
	}()
	defer close(pieces)
	for {
		buffer := make([]byte, 64<<10)
		n, err := from.Read(buffer)
		if n > 0 {
			pieces <- piece{buffer[:n], time.Now().Add(p.delay / 2)}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				from.Close()
			}
			return
		}
	}
}

// A line is one connection.
type line struct {
	proxy *proxy

	mu      sync.Mutex
	waiting bool   // the client has spoken, the server has not answered yet
	stands  bool   // the server has said that it is ready for queries
	head    []byte // what the server said before that
}

func (l *line) spoke() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = true
}

func (l *line) answered(bytes []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting {
		l.waiting = false
		if l.stands {
			l.proxy.trips.Add(1)
		} else {
			l.proxy.setup.Add(1)
		}
	}
	if !l.stands {
		l.head = append(l.head, bytes...)
		l.stands = ready(l.head)
	}
}

// ready reports whether the messages end with ReadyForQuery.
func ready(messages []byte) bool {
	for len(messages) >= 5 {
		length := 1 + int(messages[1])<<24 + int(messages[2])<<16 + int(messages[3])<<8 + int(messages[4])
		if messages[0] == 'Z' && length == len(messages) {
			return true
		}
		if length > len(messages) {
			return false
		}
		messages = messages[length:]
	}
	return false
}

// count returns what was counted since it was asked before.
func (p *proxy) count() string {
	return fmt.Sprintf("%d round trips, and %d to make %s",
		p.trips.Swap(0), p.setup.Swap(0), plural(p.conns.Swap(0), "connection"))
}

func plural(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
