using System.Globalization;
using Spindle.Columnar.Errors;

namespace Spindle.Columnar.Memory;

/// <summary>
/// The one budget of native memory in a process (in tests, of one engine). Memory is counted where it is allocated, so allocating is
/// reserving: operators that can spill ask with <see cref="TryAllocate"/>, which refuses past <see cref="SpillLimit"/> and leaves the rest
/// for the batches in flight; batches use <see cref="Allocate"/>, which fails with UNABLE_TO_ACQUIRE_MEMORY past <see cref="Limit"/>.
/// An <see cref="Account"/> of it counts besides what one holder has.
/// </summary>
public sealed class MemoryBudget
{
    private readonly Func<long, bool>? refuses;
    private readonly MemoryBudget? parent;
    private long used;
    private long peak;

    /// <param name="limit">Bytes; <see cref="long.MaxValue"/> for no limit.</param>
    /// <param name="refuses">For tests: asked with the bytes of each reservation, by any thread; one for which it is true is refused as if memory were exhausted.</param>
    public MemoryBudget(long limit = long.MaxValue, Func<long, bool>? refuses = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        this.refuses = refuses;
        Limit = limit;
        SpillLimit = limit == long.MaxValue ? limit : limit / 4 * 3;
    }

    private MemoryBudget(MemoryBudget parent)
    {
        this.parent = parent;
        (Limit, SpillLimit) = (parent.Limit, parent.SpillLimit);
    }

    /// <summary>Bytes that may be allocated altogether.</summary>
    public long Limit { get; }

    /// <summary>Bytes past which <see cref="TryAllocate"/> refuses.</summary>
    public long SpillLimit { get; }

    /// <summary>Bytes allocated now, through all accounts of the budget.</summary>
    public long Used => parent is null ? Interlocked.Read(ref used) : parent.Used;

    /// <summary>The most bytes that were ever allocated at once; of an account, through it.</summary>
    public long Peak => Interlocked.Read(ref peak);

    /// <summary>
    /// Asked, on the thread that allocates, to give back memory that is only kept for later (cached rows) before an allocation is refused: with the bytes that are missing; false when there is nothing
    /// to give. Null where nothing is kept.
    /// </summary>
    public Func<long, bool>? Reclaim { get; set; }

    /// <summary>The same budget for one holder: what is allocated through it counts here as ever, and its <see cref="Peak"/> is the holder's own.</summary>
    public MemoryBudget Account() => new(this);

    /// <summary>A buffer of at least that many bytes, its content undefined; never null.</summary>
    /// <exception cref="SpindleException">UNABLE_TO_ACQUIRE_MEMORY when the budget is exhausted.</exception>
    public NativeBuffer Allocate(long bytes)
    {
        var capacity = NativeBufferPool.CapacityFor(bytes);
        if (!TryReserve(capacity, Limit))
            throw Exhausted(bytes);
        return NativeBufferPool.Rent(capacity, this);
    }

    /// <summary>A buffer of at least that many bytes, all zero.</summary>
    /// <exception cref="SpindleException">UNABLE_TO_ACQUIRE_MEMORY when the budget is exhausted.</exception>
    public NativeBuffer AllocateZeroed(long bytes)
    {
        var buffer = Allocate(bytes);
        buffer.Clear();
        return buffer;
    }

    /// <summary>A buffer of at least that many bytes, or null when the caller should spill first.</summary>
    public NativeBuffer? TryAllocate(long bytes)
    {
        var capacity = NativeBufferPool.CapacityFor(bytes);
        return TryReserve(capacity, SpillLimit) ? NativeBufferPool.Rent(capacity, this) : null;
    }

    /// <summary>How far <see cref="Used"/> may grow by what stays until the end of a query (a table to join with, shared rows): half of what can be had now, the rest is for those who come after.</summary>
    public long LimitOfKept() => SpillLimit == long.MaxValue ? long.MaxValue : Math.Max(0, SpillLimit - Used) / 2 + Used;

    /// <summary>Counts managed memory that grows with the data (a plain array, a dictionary); false when the caller should spill first.</summary>
    public bool TryCharge(long bytes) => TryReserve(bytes, SpillLimit);

    /// <summary>Gives back what <see cref="TryCharge"/> counted.</summary>
    public void Discharge(long bytes)
    {
        Interlocked.Add(ref used, -bytes);
        parent?.Discharge(bytes);
    }

    private bool TryReserve(long bytes, long limit)
    {
        if (parent is not null)
        {
            if (!parent.TryReserve(bytes, limit))
                return false;
            Reached(Interlocked.Add(ref used, bytes));
            return true;
        }

        if (refuses is not null && refuses(bytes))
            return false;
        var now = Interlocked.Add(ref used, bytes);
        if (now > limit)
        {
            Interlocked.Add(ref used, -bytes);
            return Reclaim is { } reclaim && reclaim(now - limit) && TryReserve(bytes, limit);
        }

        Reached(now);
        return true;
    }

    private void Reached(long now)
    {
        var seen = Interlocked.Read(ref peak);
        while (now > seen)
        {
            var before = Interlocked.CompareExchange(ref peak, now, seen);
            if (before == seen)
                break;
            seen = before;
        }
    }

    private SpindleException Exhausted(long bytes) => new(
        ErrorClasses.UnableToAcquireMemory,
        string.Create(CultureInfo.InvariantCulture,
            $"{bytes:N0} bytes were asked for and {Used:N0} of the {Limit:N0} bytes of the memory budget are in use: raise --memory (spindle.memory.limit) or lower the number of threads"),
        parameters: new Dictionary<string, string>
        {
            ["requestedBytes"] = bytes.ToString(CultureInfo.InvariantCulture),
            ["receivedBytes"] = "0",
        });
}
