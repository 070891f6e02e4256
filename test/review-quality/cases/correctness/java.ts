import { changesOf } from '../../changed-file.ts';

const base = `package shop.orders;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public class OrderBook implements Comparable<OrderBook> {
    private static final Logger log = LoggerFactory.getLogger(OrderBook.class);
    private final Lock lock = new ReentrantLock();
    private final String name;
    private final int rank;
    private long total;

    public OrderBook(String name, int rank) {
        this.name = name;
        this.rank = rank;
    }

    public boolean isOpen(String state) {
        return "open".equals(state);
    }

    public byte[] load(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readAllBytes();
        }
    }

    public void add(Order order) {
        lock.lock();
        try {
            total += order.price();
        } finally {
            lock.unlock();
        }
    }

    public void dropDone(List<Order> orders) {
        orders.removeIf(Order::isDone);
    }

    public int shipping(String kind) {
        int cents = 0;
        switch (kind) {
            case "post":
                cents += 490;
                break;
            case "courier":
                cents += 1290;
                break;
            default:
                cents += 9900;
        }
        return cents;
    }

    public void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int compareTo(OrderBook other) {
        return Integer.compare(rank, other.rank);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrderBook book && book.name.equals(name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name);
    }
}
`;

export const cases = changesOf(
  {
    family: 'correctness',
    language: 'java',
    path: 'src/main/java/shop/orders/OrderBook.java',
    base,
  },
  [
    {
      what: 'text-by-identity',
      replaces: 'return "open".equals(state);',
      faulty: 'return state == "open";',
      safe: 'return state != null && state.equals("open");',
      at: 'state == "open"',
    },
    {
      what: 'stream-never-closed',
      replaces:
        '        try (InputStream in = Files.newInputStream(path)) {\n            return in.readAllBytes();\n        }\n',
      faulty: '        InputStream in = Files.newInputStream(path);\n        return in.readAllBytes();\n',
      safe: '        return Files.readAllBytes(path);\n',
      at: 'Files.newInputStream(path)',
    },
    {
      what: 'unlock-outside-finally',
      replaces:
        '        try {\n            total += order.price();\n        } finally {\n            lock.unlock();\n        }\n',
      faulty: '        total += order.price();\n        lock.unlock();\n',
      safe: '        try {\n            total += order.price() * order.count();\n        } finally {\n            lock.unlock();\n        }\n',
      at: 'lock.',
    },
    {
      what: 'list-shrinks-under-the-loop',
      replaces: '        orders.removeIf(Order::isDone);\n',
      faulty:
        '        for (Order order : orders) {\n            if (order.isDone()) {\n                orders.remove(order);\n            }\n        }\n',
      safe: '        for (Order order : List.copyOf(orders)) {\n            if (order.isDone()) {\n                orders.remove(order);\n            }\n        }\n',
      at: 'orders.remove(order)',
    },
    {
      what: 'break-taken-away',
      replaces: '                cents += 490;\n                break;\n',
      faulty: '                cents += 490;\n',
      safe: '                cents += 520;\n                break;\n',
      at: 'break;',
      side: 'old',
    },
    {
      what: 'interrupt-only-logged',
      replaces: '            Thread.currentThread().interrupt();\n',
      faulty: '            log.warn("interrupted", e);\n',
      safe: '            log.warn("interrupted", e);\n            Thread.currentThread().interrupt();\n',
      at: 'InterruptedException',
    },
    {
      what: 'order-by-subtraction',
      replaces: 'return Integer.compare(rank, other.rank);',
      faulty: 'return this.rank - other.rank;',
      safe: 'return Integer.compare(other.rank, rank);',
      at: 'this.rank - other.rank',
    },
  ],
);
