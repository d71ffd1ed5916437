using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Execution.Joins;
using Spindle.Plans.Stages;

namespace Spindle.Execution.Tests;

/// <summary>Tables that the tasks of a process share: made once, by another where one fails, and given back when the query has ended and nobody probes them.</summary>
public sealed class JoinTableCacheTests
{
    private static readonly JoinTableKey Key = KeyOf(1);

    [Fact]
    public void Many_tasks_at_once_make_one_table()
    {
        using var cache = new JoinTableCache();
        var budget = new MemoryBudget();
        var made = 0;
        var tables = new System.Collections.Concurrent.ConcurrentBag<JoinTable>();
        Parallel.For(0, 32, _ =>
        {
            using var lease = cache.Acquire(KeyOf(1), filters =>
            {
                Interlocked.Increment(ref made);
                return Table(budget);
            }, default);
            tables.Add(lease!.Table);
        });
        Assert.Equal(1, made);
        Assert.Single(tables.Distinct());
        Assert.True(budget.Used > 0);
        cache.RemoveQuery(2);
        Assert.True(budget.Used > 0);
        cache.RemoveQuery(1);
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void Who_still_probes_a_table_keeps_it_when_its_query_ends()
    {
        using var cache = new JoinTableCache();
        var budget = new MemoryBudget();
        var lease = cache.Acquire(Key, _ => Table(budget), default)!;
        cache.RemoveQuery(1);
        Assert.True(budget.Used > 0);
        Assert.Equal(1, lease.Table.Rows);
        lease.Dispose();
        lease.Dispose();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void Where_one_fails_the_next_makes_it()
    {
        using var cache = new JoinTableCache();
        var budget = new MemoryBudget();
        Assert.Throws<IOException>(() => cache.Acquire(Key, _ => throw new IOException("a peer is gone"), default));
        using var lease = cache.Acquire(Key, _ => Table(budget), default);
        Assert.NotNull(lease);
    }

    [Fact]
    public void What_does_not_fit_is_not_tried_again()
    {
        using var cache = new JoinTableCache();
        Assert.Null(cache.Acquire(Key, _ => null, default));
        Assert.Null(cache.Acquire(Key, _ => throw new InvalidOperationException("tried again"), default));
    }

    [Fact]
    public async Task Who_waits_for_a_table_is_cancelled_alone()
    {
        using var cache = new JoinTableCache();
        var budget = new MemoryBudget();
        using var begun = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        var maker = Task.Run(() => cache.Acquire(Key, _ =>
        {
            begun.Release();
            Assert.True(go.Wait(TimeSpan.FromSeconds(30)));
            return Table(budget);
        }, default)!);
        Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(30)));
        var waiter = Task.Run(() => cache.Acquire(Key, _ => Table(budget), stop.Token));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);
        go.Release();
        (await maker).Dispose();
    }

    [Fact]
    public void Keys_of_the_same_rows_columns_and_expressions_are_equal()
    {
        Assert.Equal(KeyOf(1), KeyOf(1));
        Assert.Equal(KeyOf(1).GetHashCode(), KeyOf(1).GetHashCode());
        Assert.NotEqual(KeyOf(1), KeyOf(2));
        Assert.NotEqual(KeyOf(1), KeyOf(1) with { Epoch = 4 });
        Assert.NotEqual(KeyOf(1), KeyOf(1) with { Columns = [0] });
    }

    private static JoinTableKey KeyOf(long query)
    {
        var columns = new StructType([new Field("a", DataType.Long), new Field("b", DataType.String)]);
        return new JoinTableKey(query, new StageInputExec(3, new BroadcastPartitioning(), columns), 1, [new Spindle.Plans.Expressions.BoundReference(0, DataType.Long, true, "a")], [false], [1], false, [-1]);
    }

    private static JoinTable Table(MemoryBudget budget) => new(null, [], 1, false, budget.AllocateZeroed(16), budget.AllocateZeroed(8), null);
}
