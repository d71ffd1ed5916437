using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>A page, decompressed: its levels and its values, in memory that vectors may keep.</summary>
internal sealed unsafe class PageBuffer(PageHeader header, NativeBuffer buffer, byte* start, byte* end, MemoryBudget budget)
{
    private BytesHeap? heap;

    public PageHeader Header { get; } = header;

    public NativeBuffer Buffer { get; } = buffer;

    /// <summary>The first byte of levels and values.</summary>
    public byte* Start { get; } = start;

    public byte* End { get; } = end;

    /// <summary>A heap that keeps the page alive for views into it; the page's own reference.</summary>
    public BytesHeap Heap
    {
        get
        {
            if (heap is null)
            {
                heap = new BytesHeap(budget);
                heap.Adopt(Buffer.Retain());
            }

            return heap;
        }
    }

    public void Release()
    {
        heap?.Release();
        Buffer.Release();
    }
}
